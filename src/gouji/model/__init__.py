"""What a budget is: amounts, codes, forms, claims, targets, places. No input or output, and nothing of ours imported."""
