// The counts of stacks.
const Fiber = require('fibers');

console.log(Fiber.poolSize, Fiber.fibersCreated);
const started = count =>
  Array.from({ length: count }, () => {
    const fiber = Fiber(() => Fiber.yield());
    fiber.run();
    return fiber;
  });
for (let round = 0; round < 3; round++) {
  const fibers = started(200);
  console.log(Fiber.fibersCreated);
  for (const fiber of fibers) fiber.run();
}
Fiber(() => {}).run();
console.log(Fiber.fibersCreated);
Fiber.poolSize = '3';
console.log(Fiber.poolSize);
for (const fiber of started(125)) fiber.reset();
console.log(Fiber.fibersCreated);
Fiber.poolSize = 2.7;
console.log(Fiber.poolSize);
try {
  for (const fiber of started(130)) fiber.throwInto('end');
} catch (error) {
  console.log(error, Fiber.fibersCreated);
}
Fiber(() => {
  const fibers = started(5);
  for (const fiber of fibers) fiber.run();
  console.log(Fiber.fibersCreated);
}).run();
