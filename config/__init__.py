"""What people declare: programme, foundations, retention, media, holidays, texts, settings.

Imports nothing of ours; every other floor may import it.
"""
