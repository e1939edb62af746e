def run(n):
    squares = {}
    for i in range(n):
        squares[i * 7] = i
    total = 0
    for i in range(n):
        total += squares[i * 7]
    return total


print(run(1000000))
