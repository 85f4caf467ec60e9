"""The law of collisions as pure rules, each with its clause: what is held against an act, what an act brings with it.

``seen`` what is meant and known; ``objections`` against a transfer, licence or pledge of one right; ``duties`` what follows
from an act that may be done; ``open_licence`` what bars an offer to all; ``marks`` similar marks in one assignment.
"""
