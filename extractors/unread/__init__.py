"""What a page shows beyond its words.

In: a page image and the words that are known of it. Out: words of regions that had none, and boxes of ink that stays
unread. Never: decides what a viewer may see.
"""
