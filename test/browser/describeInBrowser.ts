import { findChromium } from '../../tools/systemPrograms';

/** `describe`, or `describe.skip` where there is no Chromium (`npm test` says so and installs it where it can). */
export const describeInBrowser = findChromium() === undefined ? describe.skip : describe;
