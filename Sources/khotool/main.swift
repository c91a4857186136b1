print("khotool")
