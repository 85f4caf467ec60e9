"""What stands behind a loan: rights that live and die, ranks to the second, guarantors' clocks, related names, round trips."""
