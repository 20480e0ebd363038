/** How long each step of a machine's life takes, in sandbox milliseconds: about what Fly's own take. */
export const pullMs = 2000;
export const slowPullMs = 30_000;
export const bootMs = 1500;
export const slowBootMs = 60_000;
export const stopMs = 1000;
export const suspendMs = 1000;
export const resumeMs = 300;
export const destroyMs = 1000;
export const crashAfterMs = 2000;
export const lateCrashAfterMs = 20_000;
export const releaseCommandMs = 3000;
export const launchFailedForMs = 10_000;
export const restartPauseMs = 1000;
export const settledForMs = 60 * 60 * 1000;
