"""What screens read: the Lezer, what is kept of earlier reads, and the lines of the programme."""
