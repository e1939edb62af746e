def cycle(n):
    held = None

    def again():
        return 0 if held is None else n

    held = again
    return again()


def run(n):
    total = 0
    for i in range(n):
        total += cycle(i)
    return total


print(run(1000000))
