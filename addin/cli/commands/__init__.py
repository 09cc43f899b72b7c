"""What each command does and prints, loaded when it runs; declares no options and computes no numbers."""
