local Account = {}
Account.__index = Account
function Account.new() return setmetatable({total = 0.0}, Account) end
function Account:deposit(n) self.total = self.total + n end
function Account:withdraw(n) self.total = self.total - n end
function Account:balance() return self.total end
local function half(n) return n / 2 end
local function run(n)
  local a = Account.new()
  for i = 0, n - 1 do
    a:deposit(i)
    a:withdraw(half(i))
  end
  return a:balance()
end
print(run(500000))
