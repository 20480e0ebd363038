import type { TimedStep } from '../../../tools/bench/playRelease';
import { reactionOf, releaseTimes, waveMs } from '../../../tools/bench/releaseTimes';

type Row = readonly [executionId: string, workflowId: string, name: string, beganMs: number, endedMs: number];

const steps = (...rows: readonly Row[]): TimedStep[] =>
	rows.map(([executionId, workflowId, name, beganMs, endedMs]) => ({
		executionId,
		workflowId,
		name,
		beganMs,
		endedMs,
		isWait: ['Build and publish the site', 'Check its health', 'Roll back to a verified deploy'].includes(name),
	}));

const release = steps(
	['1', 'slipway02release', 'Take the turn', 0, 10],
	['2', 'slipway02release', 'Take the turn', 1000, 1100],
	['2', 'slipway02release', 'Deploy the wave', 1100, 6100],
	['3', 'slipway03deploy', 'Do it on its platform', 1200, 4200],
	['4', 'slipway20netlify', 'Build and publish the site', 1300, 4100],
	['3', 'slipway03deploy', 'Check its health', 4300, 5300],
	['5', 'slipway04rollback', 'Begin the roll back', 5350, 5400],
	['6', 'slipway20netlify', 'Roll back to a verified deploy', 5400, 5600],
	['5', 'slipway04rollback', 'Check its health', 5600, 6000],
	['5', 'slipway04rollback', 'Hand it back', 6000, 6010],
	['2', 'slipway02release', 'Roll back in reverse', 6100, 6900],
);
const writes = [
	{ platform: 'aws', atMs: 6150 },
	{ platform: 'netlify', atMs: 1310 },
	{ platform: 'netlify', atMs: 5450 },
];
const rest = {
	writes,
	computed: [
		{ atMs: 0, cpuMs: 100 },
		// A tenth of it is in the first run.
		{ atMs: 100, cpuMs: 150 },
		// All of it is between the runs.
		{ atMs: 900, cpuMs: 350 },
		// While the platform builds.
		{ atMs: 2000, cpuMs: 350 },
		{ atMs: 3000, cpuMs: 550 },
		// The second run's last half second, and half a second after it.
		{ atMs: 6400, cpuMs: 550 },
		{ atMs: 7400, cpuMs: 650 },
	],
};

it('adds up the runs of a release, not what lies between them, and takes off what platform and gate took', () => {
	expect(releaseTimes({ ...rest, steps: release })).toEqual({
		wholeMs: 5910,
		ownMs: 5910 - 2800 - 1000 - 200 - 400,
		ownComputedMs: 5 + 0 + 0 + 50,
	});
});

it('takes the longest wave', () => {
	expect(waveMs({ ...rest, steps: release })).toBe(5000);
});

it('counts from the last failed gate to the first call for its service, and to the first for another', () => {
	expect(reactionOf({ ...rest, steps: release })).toEqual({
		firstMs: 150,
		nextMs: 850 - 200 - 400,
		// The restore itself is ours: only the gate is taken off.
		ownOfNetlifyMs: 660 - 400,
		wholeOfNetlifyMs: 660,
	});
});

it.each([
	['no gate was run', release.filter(({ name }) => name !== 'Check its health'), writes, 'No health gate was run'],
	['the service itself did not go back', release, writes.slice(0, 2), 'Nothing was changed at Netlify'],
	['only the service itself went back', release, writes.slice(1), 'Nothing was changed at another platform'],
])('raises when %s', (_name, played, called, message) => {
	expect(() => reactionOf({ ...rest, steps: played, writes: called })).toThrow(message);
});
