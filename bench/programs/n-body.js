// Bodies that attract each other: floating point, and small methods on small objects.

class Body {
  constructor(x, y, z, vx, vy, vz, mass) {
    this.x = x;
    this.y = y;
    this.z = z;
    this.vx = vx;
    this.vy = vy;
    this.vz = vz;
    this.mass = mass;
  }

  distanceTo(other) {
    const dx = this.x - other.x;
    const dy = this.y - other.y;
    const dz = this.z - other.z;
    return Math.sqrt(dx * dx + dy * dy + dz * dz);
  }

  attract(other, dt) {
    const distance = this.distanceTo(other);
    const pull = dt / (distance * distance * distance);
    const dx = (this.x - other.x) * pull;
    const dy = (this.y - other.y) * pull;
    const dz = (this.z - other.z) * pull;
    this.vx -= dx * other.mass;
    this.vy -= dy * other.mass;
    this.vz -= dz * other.mass;
    other.vx += dx * this.mass;
    other.vy += dy * this.mass;
    other.vz += dz * this.mass;
  }

  move(dt) {
    this.x += dt * this.vx;
    this.y += dt * this.vy;
    this.z += dt * this.vz;
  }

  energy() {
    return (this.mass * (this.vx * this.vx + this.vy * this.vy + this.vz * this.vz)) / 2;
  }
}

class System {
  constructor(bodies) {
    this.bodies = bodies;
  }

  advance(dt) {
    const bodies = this.bodies;
    for (let i = 0; i < bodies.length; i++) {
      for (let j = i + 1; j < bodies.length; j++) bodies[i].attract(bodies[j], dt);
    }
    for (let i = 0; i < bodies.length; i++) bodies[i].move(dt);
  }

  energy() {
    let sum = 0;
    for (let i = 0; i < this.bodies.length; i++) {
      const body = this.bodies[i];
      sum += body.energy();
      for (let j = i + 1; j < this.bodies.length; j++) {
        sum -= (body.mass * this.bodies[j].mass) / body.distanceTo(this.bodies[j]);
      }
    }
    return sum;
  }
}

export const expected = '-0.184006';

export function run() {
  const system = new System([
    new Body(0, 0, 0, 0, 0, 0, 40),
    new Body(5, -1, 0, 0.5, 2.7, 0, 0.04),
    new Body(8, 4, -0.4, -1, 2.1, 0.01, 0.01),
    new Body(13, -15, -0.2, 1.1, 0.9, -0.01, 0.002),
    new Body(15, -26, 0.2, 1, 0.6, -0.03, 0.002),
  ]);
  for (let i = 0; i < 120000; i++) system.advance(0.001);
  return system.energy().toFixed(6);
}
