"""What is kept on disk between runs: renderings by content address, and the key that seals secrets."""
