"""The command line: options, commands, words printed; no arithmetic and no file formats."""
