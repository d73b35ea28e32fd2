// Seconds until another try is allowed. The desk decides; this only counts down for the eye.
export class Countdown {
  seconds = $state(0);
  #timer: ReturnType<typeof setInterval> | undefined;

  start(seconds: number): void {
    this.stop();
    this.seconds = Math.ceil(seconds);
    if (this.seconds <= 0) return;
    this.#timer = setInterval(() => {
      this.seconds -= 1;
      if (this.seconds <= 0) this.stop();
    }, 1_000);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
