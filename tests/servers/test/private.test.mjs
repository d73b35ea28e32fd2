// The private PostgreSQL and Redis: what a command gets, what is kept, and that nothing outlives it.
import { spawn, spawnSync } from "node:child_process";
import { strict as assert } from "node:assert";
import { appendFileSync, chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { once } from "node:events";
import { basename } from "node:path";
import { createInterface } from "node:readline";
import { after, test } from "node:test";

const scripts = new URL("../../../scripts/", import.meta.url).pathname;
const withPostgres = `${scripts}with-postgres.sh`;
const withRedis = `${scripts}with-redis.sh`;
const env = { ...process.env, POSTGRES_FSYNC: "off" };
const home = mkdtempSync("/var/tmp/postgres-home.");
after(() => rmSync(home, { recursive: true }));

const run = (command, more = {}) =>
  spawnSync(command[0], command.slice(1), { env: { ...env, ...more }, encoding: "utf8" });
const sql = (text) => `psql "$DATABASE_ADMIN_URL" -v ON_ERROR_STOP=1 -Atc "${text}"`;

test("a command has both servers, and its answer and status come out", () => {
  const command = `${sql("select current_setting('listen_addresses') = '' and current_setting('fsync') = 'off'")}
        redis-cli -s "\${REDIS_URL#redis+unix://}" ping; exit 7`;
  const { stdout, status } = run([withPostgres, withRedis, "bash", "-c", command]);
  assert.equal(stdout, "t\nPONG\n");
  assert.equal(status, 7);
});

test("without the variable a commit is on the disk", () => {
  assert.equal(run([withPostgres, "bash", "-c", sql("show fsync")], { POSTGRES_FSYNC: "" }).stdout, "on\n");
});

test("a cluster with a home is there the next time", () => {
  run([withPostgres, "bash", "-c", sql("create table kept as select 42 as answer")], { POSTGRES_HOME: home });
  const again = run([withPostgres, "bash", "-c", sql("select answer from kept")], { POSTGRES_HOME: home });
  assert.equal(again.stdout, "42\n");
});

test("a server that does not start says why", () => {
  appendFileSync(`${home}/cluster/postgresql.conf`, "\nno_such_setting = 1\n");
  const { status, stderr } = run([withPostgres, "true"], { POSTGRES_HOME: home });
  assert.equal(status, 1);
  assert.match(stderr, /unrecognized configuration parameter "no_such_setting"/);
});

// All that is started holds the pipe, so that its end is the end of the last of them.
for (const script of [withPostgres, withRedis]) {
  for (const signal of ["SIGKILL", "SIGTERM"]) {
    test(`${basename(script)}: nothing outlives a ${signal}`, { timeout: 20_000 }, async () => {
      const tmp = mkdtempSync("/tmp/private.");
      chmodSync(tmp, 0o755);
      const shell = spawn(script, ["bash", "-c", "echo ready; exec sleep 600"], {
        env: { ...env, TMPDIR: tmp },
        stdio: ["ignore", "pipe", "inherit", "pipe"],
      });
      await once(createInterface(shell.stdout), "line");
      const [folder] = readdirSync(tmp);
      shell.kill(signal);
      shell.stdio[3].resume();
      await once(shell.stdio[3], "end");
      if (signal === "SIGTERM") assert.ok(!existsSync(`${tmp}/${folder}`));
      rmSync(tmp, { recursive: true });
    });
  }
}
