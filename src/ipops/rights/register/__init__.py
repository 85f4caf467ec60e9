"""What the register's entries add up to: state, owners and shares over time, encumbrances, licences.

``entries`` which fact is which entry and event; ``states`` the tables; ``ownership`` whose it is; ``standing`` the answer;
``fold`` facts in any order -> one standing.
"""
