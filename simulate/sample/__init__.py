"""临湖新区 of 云川市, an invented district: its rectification ledgers over 16 weeks, as its offices would send them."""
