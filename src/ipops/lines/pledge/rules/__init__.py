"""Pure decisions of this line: may it be asked, pledged, drawn, claimed; who pays how much; clocks, signals, rows from facts."""
