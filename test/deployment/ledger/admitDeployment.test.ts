import {
	admitDeployment,
	type Admission,
	verifiedDeploymentsOf,
} from '../../../nodes/deployment/ledger/admitDeployment';
import { beginDeployment, readPlanned } from '../../../nodes/deployment/ledger/beginDeployment';
import { concludeDeployment } from '../../../nodes/deployment/ledger/concludeDeployment';
import { readEvidence } from '../../../nodes/deployment/ledger/evidence';
import type { DeploymentRecord } from '../../../nodes/deployment/ledger/record';

const NOW = '2026-11-27T06:00:00.000Z';
const planned = {
	service: 'paintbox',
	environment: 'production',
	platform: 'netlify',
	target: 'paintbox',
	repository: 'candlefish-ai/paintbox',
	sha: 'c'.repeat(40),
	sender: 'kim',
	releaseId: 'd/1',
};
const row = { id: 4, service: 'paintbox', environment: 'production', hold: false };
const deployed = { service: 'paintbox', kind: 'deploy', state: 'live', verified: true, deployment_id: 'one' };

const admit = (admission: Partial<Admission>): DeploymentRecord =>
	admitDeployment(beginDeployment(...readPlanned(planned, NOW)), {
		lock: { ok: true, acquired: true },
		catalogRows: [row],
		ledgerRows: [deployed],
		...admission,
	});

it("begins what is free, knows what is verified, and takes GitHub's words for commit and actor", () => {
	expect(admit({})).toMatchObject({
		state: 'running',
		commit: planned.sha,
		actor: 'kim',
		startedAt: NOW,
		verifiedDeployments: ['one'],
		unseenDeployment: '',
	});
});

it.each<[string, Partial<Admission>, object]>([
	[
		'a person holds it',
		{ catalogRows: [{ ...row, hold: true, hold_reason: 'Kim looks' }] },
		{ state: 'held', reason: expect.stringContaining('Kim looks') },
	],
	[
		'the lock could not be had',
		{ lock: { ok: false, error: { message: 'It is held', advice: 'Wait longer' } } },
		{ state: 'failed', reason: 'It is held. Wait longer' },
	],
	[
		'its row is gone',
		{ catalogRows: [{}] },
		{ state: 'failed', reason: expect.stringContaining('whether a person holds') },
	],
	['the catalog handed on another row', { catalogRows: [{ ...row, service: 'api' }] }, { state: 'failed' }],
	['a failed step handed on what it was given', { catalogRows: [{ ...planned }] }, { state: 'failed' }],
	[
		'the ledger handed on what is no row of it',
		{ ledgerRows: [row] },
		{ state: 'failed', reason: expect.stringContaining('ledger could not be read') },
	],
])('does not begin when %s', (_name, admission, expected) => {
	const record = admit(admission);
	expect(record).toMatchObject(expected);
	expect(concludeDeployment(readEvidence(record, record))).toMatchObject({
		...expected,
		verified: false,
		deploymentId: '',
	});
});

it('begins with an empty ledger', () => {
	expect(admit({ ledgerRows: [{}] })).toMatchObject({ state: 'running', verifiedDeployments: [] });
});

it('has the one before looked at when nobody saw its end, and only the newest one', () => {
	const unknown = { ...deployed, state: 'unknown', verified: false, deployment_id: 'two' };
	expect(admit({ ledgerRows: [unknown, deployed] }).unseenDeployment).toBe('two');
	expect(admit({ ledgerRows: [deployed, unknown] }).unseenDeployment).toBe('');
});

it.each<[string, unknown, object]>([
	['seen', { ok: true, state: 'live' }, { state: 'superseded' }],
	[
		'seen to have failed',
		{ ok: false, state: 'failed', error: { message: 'The build failed' } },
		{ state: 'superseded' },
	],
	[
		'still on its way',
		{ ok: false, state: 'building', error: { message: 'Not finished' } },
		{ state: 'unknown', deploymentId: 'two' },
	],
	[
		'not to be looked at now',
		{ ok: false, error: { message: '503', canRetry: true } },
		{ state: 'unknown', deploymentId: 'two' },
	],
	[
		'gone',
		{ ok: false, error: { message: 'No such deploy', canRetry: false } },
		{ state: 'failed', reason: 'No such deploy', deploymentId: '' },
	],
])('says of an earlier one that is %s', (_name, earlier, expected) => {
	const record = admit({ ledgerRows: [{ ...deployed, state: 'unknown', deployment_id: 'two' }] });
	const item = {
		earlier,
		live: { ok: true, url: 'https://x.example' },
		freshness: { ok: true, deploy: false, reason: 'Not the head' },
	};
	expect(concludeDeployment(readEvidence(record, item))).toMatchObject(expected);
});

it('lists each verified deployment once', () => {
	expect(
		verifiedDeploymentsOf([
			deployed,
			{ ...deployed, deployment_id: 'two', verified: false },
			deployed,
			{ verified: true },
		]),
	).toEqual(['one']);
});
