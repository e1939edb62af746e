def counter():
    n = 0

    def next():
        nonlocal n
        n += 1
        return n

    return next


def run():
    c = counter()
    for _ in range(1000000):
        c()
    return c()


print(run())
