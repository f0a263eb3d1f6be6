"""What takes minutes: `make torture`. The figures that come out of it stand in docs/betrouwbaarheid.md."""
