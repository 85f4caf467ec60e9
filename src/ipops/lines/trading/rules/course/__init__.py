"""What the law asks of a deal on its way: before talks, before the signature, before the register, and of its money."""
