def run(n):
    places = {}
    for i in range(n):
        places[f"speaker {i}"] = i
    total = 0
    for i in range(n):
        total += places[f"speaker {i}"]
    return total


print(run(200000))
