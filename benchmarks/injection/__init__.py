"""Do instructions hidden in, or written into, a posting or a résumé get anything?"""
