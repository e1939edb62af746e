local function counter() local n = 0 return function() n = n + 1 return n end end
local function run() local c = counter() for i = 1, 1000000 do c() end return c() end
print(run())
