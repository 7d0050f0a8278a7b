"""The steps by which the schema came to be; run by ``store.database``, never by hand."""
