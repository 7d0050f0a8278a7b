"""Invented documents whose words know their fields: invoices, orders, receipts, claims.

In: a `random.Random`. Out: `SyntheticDocument` (pages of labeled words, drawing, truth), a PDF or a page image of it.
Never: a real person, company, identifier or text; never two documents for one seed.
"""
