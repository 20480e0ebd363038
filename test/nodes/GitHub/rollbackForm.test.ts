import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { GitHubDeployments } from '../../../nodes/GitHub/GitHubDeployments.node';
import { runNodeForJson } from '../../n8n/nodeHarness';

const node = new GitHubDeployments();
const catalogRows = [
	{
		id: 7,
		service: 'web',
		environment: 'production',
		platform: 'netlify',
		target: 'web',
		repository: 'a/b',
		branch: 'main',
	},
];
const deployed = (id: number) => ({
	id,
	service: 'web',
	environment: 'production',
	kind: 'deploy',
	state: 'live',
	verified: true,
	release_id: `r${id}`,
	commit: String(id).repeat(40),
	deployment_id: `d${id}`,
	finished_at: '2026-11-27T02:00:00Z',
});
const ledgerRows = [deployed(2), deployed(1)];
const live = { ok: true, isLive: true, deploymentId: 'd2', commit: '2'.repeat(40) };

/** Without any credential: none is asked for, and none is there. */
async function stage(name: string, parameters: Record<string, unknown>): Promise<IDataObject[]> {
	return await runNodeForJson({
		node,
		items: [{ json: {} }],
		parameters: {
			resource: 'serviceDeployment',
			operation: 'rollbackForm',
			stage: name,
			...(parameters as INodeParameters),
		},
	});
}

it('takes a person from the first page to the last', async () => {
	const asked = { action: 'Roll back a service', reason: 'slow', user: { firstName: 'Kim' } };
	const [first = {}] = await stage('answers', { item: asked, catalogRows, releaseRows: [{}] });
	expect(first).toMatchObject({ next: 'ask', page: { title: 'Roll back which service?' } });

	const chosen = { step: 'deployments', hand: first.hand, chosen: 'web / production' };
	const [taken = {}] = await stage('answers', { item: chosen, catalogRows, releaseRows: [{}] });
	const services = await stage('services', { item: taken, catalogRows, ledgerRows });
	expect(services).toMatchObject([{ task: 'list', service: 'web', lockKey: 'netlify/web' }]);
	const seen = services.map((service) => ({ json: { ...service, live } }));
	const [offer = {}] = await stage('page', { items: seen, item: taken, ledgerRows, releaseRows: [{}] });
	const [choice] = (offer.hand as { choices: Array<{ label: string }> }).choices;

	const deployment = { step: 'plan', hand: offer.hand, deployment: choice?.label };
	const [plan = {}] = await stage('answers', { item: deployment, catalogRows, releaseRows: [{}] });
	const planned = await stage('services', { item: plan, catalogRows, ledgerRows });
	expect(planned).toMatchObject([{ task: 'rollback', dryRun: true, toDeploymentId: 'd1', badDeploymentId: 'd2' }]);
	const [confirmation = {}] = await stage('page', { items: planned, item: plan, ledgerRows, releaseRows: [{}] });

	const confirmed = await stage('confirmation', { item: { hand: confirmation.hand, confirm: 'web' } });
	const decided = await stage('decision', { items: confirmed.map((item) => ({ ...item, live })) });
	const held = await stage('hold', { items: decided, catalogRows: [{ id: 7, hold: true }] });
	expect(held).toMatchObject([{ next: 'rollBack', isHoldWritten: true, actor: 'Kim' }]);
	const rollback = { state: 'live', verified: true, served: true, recorded: true, reason: 'slow' };
	expect(await stage('result', { items: held.map((item) => ({ ...item, rollback })) })).toMatchObject([
		{ next: 'end', page: { title: 'Rolled back' } },
	]);
});

it('shows anew what changed, and hands that on instead of a last page', async () => {
	const again = { next: 'again', step: 'plan', notice: 'It changed', hand: { action: 'rollBack' } };
	expect(await stage('result', { items: [again] })).toEqual([again]);
});

it('shows what a release would do', async () => {
	const item = { service: 'web', environment: 'production', repository: 'a/b', branch: 'main', task: 'deploy' };
	expect(await stage('releasePlan', { items: [item] })).toMatchObject([
		{ next: 'end', page: { title: 'A release of a/b@main would change 1 of 1 services' }, services: [item] },
	]);
});

it('refuses an item that no stage before it gave', async () => {
	await expect(stage('services', { item: {}, catalogRows, ledgerRows })).rejects.toThrow('not what the stage Answers');
});
