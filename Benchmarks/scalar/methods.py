class Account:
    def __init__(self):
        self.total = 0.0

    def deposit(self, n):
        self.total += n

    def withdraw(self, n):
        self.total -= n

    def balance(self):
        return self.total


def half(n):
    return n / 2


def run(n):
    a = Account()
    for i in range(n):
        a.deposit(i)
        a.withdraw(half(i))
    return a.balance()


print(run(500000))
