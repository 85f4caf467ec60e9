"""Tables as offices really send them (CSV, XLSX, GBK, merged headers), read in bounded memory, problems with a place."""
