"""What we measure: time and memory on departments far larger than the sample."""
