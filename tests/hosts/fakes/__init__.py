"""Stand-ins for services on the network, served on loopback."""
