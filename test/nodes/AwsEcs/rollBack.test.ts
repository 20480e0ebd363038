import { UpdateServiceCommand } from '@aws-sdk/client-ecs';

import { useManualClock } from '../../n8n/sandboxClock';
import { byArn, EcsDriver, image, named, registry } from './ecsDriver';

const clock = useManualClock();
let aws: EcsDriver;

beforeEach(async () => {
	aws = await EcsDriver.start(clock);
});
afterEach(async () => {
	expect(aws.recorder.violations()).toEqual([]);
	await aws.sandbox.close();
});

const target = { cluster: 'candlefish', service: 'nanda-workers' };

/** Deployed and done, without a look in between. */
async function deploy(tag: string) {
	const release = await aws.run({ operation: 'deploy', waitForCompletion: false, ...image(tag) });
	clock.advance(600_000);
	const { serviceDeploymentArn } = await aws.run({ operation: 'get' });
	return { version: String(release.version), id: String(serviceDeploymentArn) };
}

describe('Service: Roll Back', () => {
	it('goes back to the last good revision, by the digest of then', async () => {
		const good = await deploy('v4');
		const bad = await deploy('v5');
		const release = await aws.run({ operation: 'rollBack', badRelease: String(bad.version) });
		expect(release).toMatchObject({ verified: true, live: true, version: good.version, previous: bad.id });
	});

	it("skips a release that is not on the ledger's list", async () => {
		const first = await deploy('v4');
		await deploy('v5');
		const bad = await deploy('v6');
		const release = await aws.run({
			operation: 'rollBack',
			badRelease: String(bad.id),
			verifiedReleases: `${String(first.version)}, nanda-workers:99`,
		});
		expect(release).toMatchObject({ verified: true, version: first.version });
	});

	it('run twice, changes once and proves it the second time', async () => {
		const good = await deploy('v4');
		const bad = await deploy('v5');
		await aws.run({ operation: 'rollBack', badRelease: String(bad.version) });
		clock.advance(60_000);
		const updates = aws.calls('UpdateService').length;
		const again = await aws.run({ operation: 'rollBack', badRelease: String(bad.version) });
		expect(again).toMatchObject({ verified: true, version: good.version });
		expect(aws.calls('UpdateService')).toHaveLength(updates);
	});

	it('does not roll back a roll back', async () => {
		await deploy('v4');
		await deploy('v5');
		await aws.run({ operation: 'rollBack' });
		clock.advance(60_000);
		const failed = await aws.failure({ operation: 'rollBack' });
		expect(failed.message).toMatch(/itself live by a roll back/);
		expect(failed.advice).toMatch(/use Deploy/);
	});

	it('rolls back what somebody deployed over it without a roll back, such as an old state of Terraform', async () => {
		const good = await deploy('v4');
		await aws.somebody.send(new UpdateServiceCommand({ ...target, taskDefinition: 'nanda-workers:3' }));
		clock.advance(600_000);
		const plan = await aws.run({ operation: 'rollBack', dryRun: true });
		expect(plan).toMatchObject({
			plan: { from: 'nanda-workers:3', target: good.version },
			notes: [
				expect.stringMatching(/nanda-workers:4 was replaced by an earlier revision before, and not by Roll Back/),
			],
		});
		expect(await aws.run({ operation: 'rollBack' })).toMatchObject({ verified: true, version: good.version });
	});

	it('goes back to what was rolled back once, and then deployed again', async () => {
		const once = await deploy('v4');
		await aws.run({ operation: 'rollBack' });
		clock.advance(60_000);
		await aws.run({ operation: 'deploy', deployWhat: 'revision', taskDefinition: named(once.version) });
		await deploy('v5');
		expect(await aws.run({ operation: 'rollBack' })).toMatchObject({ verified: true, version: once.version });
	});

	it('rolls a release back that was rolled back once, and then deployed again', async () => {
		const bad = await deploy('v4');
		await aws.run({ operation: 'rollBack' });
		clock.advance(60_000);
		await aws.run({ operation: 'deploy', deployWhat: 'revision', taskDefinition: named(bad.version) });
		const release = await aws.run({ operation: 'rollBack', badRelease: bad.version });
		expect(release).toMatchObject({ verified: true, version: 'nanda-workers:3' });
	});

	it('goes back without the right to mark what it rolls back, and says what follows from that', async () => {
		await deploy('v4');
		await aws.fault('ecs.TagResource', 'AccessDeniedException');
		expect(await aws.run({ operation: 'rollBack' })).toMatchObject({
			verified: true,
			version: 'nanda-workers:3',
			notes: [expect.stringMatching(/nanda-workers:4 could not be marked as rolled back \(AccessDeniedException\)/)],
		});
	});

	it('proves what runs by now where the bad release was rolled back before, and another deployed since', async () => {
		await aws.failure({ operation: 'deploy', ...image('crash') });
		const newer = await deploy('v6');
		const waitedFromMs = clock.now();
		const release = await aws.run({ operation: 'rollBack', badRelease: 'nanda-workers:4' });
		expect(release).toMatchObject({ verified: true, version: newer.version });
		expect(clock.now() - waitedFromMs).toBeLessThan(60_000);
	});

	it('says what there is none of, by name', async () => {
		const failed = await aws.failure({ operation: 'rollBack' });
		expect(failed.message).toMatch(/cannot be rolled back: ECS has no successful deployment before nanda-workers:3/);
	});

	it('leaves a good release alone after ECS itself rolled the bad one back', async () => {
		await deploy('v4');
		await aws.failure({ operation: 'deploy', ...image('crash') });
		const updates = aws.calls('UpdateService').length;
		expect((await aws.failure({ operation: 'rollBack' })).message).toMatch(/itself live by a roll back/);
		const proven = await aws.run({ operation: 'rollBack', badRelease: 'nanda-workers:5' });
		expect(proven).toMatchObject({ verified: true, version: 'nanda-workers:4' });
		expect(aws.calls('UpdateService')).toHaveLength(updates);
	});

	it('changes nothing when another release is live by now', async () => {
		await deploy('v4');
		const failed = await aws.failure({ operation: 'rollBack', badRelease: 'nanda-workers:2' });
		expect(failed.message).toMatch(/does not run nanda-workers:2, but nanda-workers:4/);
	});

	it('stops a deployment in flight, and proves that the one before runs', async () => {
		const rolling = await aws.run({ operation: 'deploy', waitForCompletion: false, ...image('slow') });
		clock.advance(20_000);
		const release = await aws.run({ operation: 'rollBack', badRelease: String(rolling.version) });
		expect(release).toMatchObject({ verified: true, live: true, version: 'nanda-workers:3' });
		expect(aws.calls('StopServiceDeployment')).toHaveLength(1);
	});

	it('is no success when the old tag stands for another image by now', async () => {
		await deploy('v4');
		await deploy('v5');
		await aws.control('/images', { image: `${registry}/nanda-workers:v4` });
		const failed = await aws.failure({ operation: 'rollBack' });
		expect(failed.message).toMatch(/was superseded: Container nanda-workers runs/);
	});

	it('starts nothing when ECS noted that the old tag stands for another image', async () => {
		const good = await deploy('main');
		const { digest } = await aws.control('/images', { image: `${registry}/nanda-workers:main` });
		await aws.run({ operation: 'forceNewDeployment', waitForCompletion: false });
		clock.advance(600_000);
		await deploy('v5');
		const updates = aws.calls('UpdateService').length;
		const failed = await aws.failure({ operation: 'rollBack', verifiedReleases: good.id });
		expect(failed.message).toContain(
			`by the tag ${registry}/nanda-workers:main, which now points to another image (${String(digest)})`,
		);
		expect(aws.calls('UpdateService')).toHaveLength(updates);
		expect(failed.advice).toMatch(/Use Deploy .*: \S+\/nanda-workers@sha256:[0-9a-f]{64}$/);
		expect(failed.advice).not.toContain(String(digest));
	});

	it('plans without a change', async () => {
		await deploy('v4');
		await deploy('v5');
		const updates = aws.calls('UpdateService').length;
		expect(await aws.run({ operation: 'rollBack', dryRun: true })).toMatchObject({
			dryRun: true,
			verified: false,
			plan: { action: 'rollBack', from: 'nanda-workers:5', target: 'nanda-workers:4' },
		});
		expect(aws.calls('UpdateService')).toHaveLength(updates);
	});
});

describe('Service Deployment', () => {
	async function pausedRelease() {
		await aws.somebody.send(
			new UpdateServiceCommand({
				...target,
				deploymentConfiguration: {
					strategy: 'BLUE_GREEN',
					lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'] }],
				},
			}),
		);
		const paused = await aws.run({ operation: 'deploy', whenPaused: 'return', ...image('v5') });
		expect(paused).toMatchObject({ verified: false, paused: { stage: 'POST_TEST_TRAFFIC_SHIFT' } });
		return { paused, arn: String(paused.serviceDeploymentArn) };
	}

	it('continues what waits at a pause hook, and proves it', async () => {
		const { paused, arn } = await pausedRelease();
		const hookId = (paused.paused as { hookId: string }).hookId;
		const release = await aws.run({
			resource: 'serviceDeployment',
			operation: 'continue',
			serviceDeployment: byArn(arn),
			hookId,
		});
		expect(release).toMatchObject({ verified: true, live: true, version: paused.version, paused: null });
		const failed = await aws.failure({
			resource: 'serviceDeployment',
			operation: 'continue',
			serviceDeployment: byArn(arn),
			hookId,
		});
		expect(failed.message).toMatch(/does not wait for anybody: it is SUCCESSFUL/);
	});

	it('does not continue at another hook than the one that was approved', async () => {
		const { arn } = await pausedRelease();
		const failed = await aws.failure({
			resource: 'serviceDeployment',
			operation: 'continue',
			serviceDeployment: byArn(arn),
			hookId: 'another',
		});
		expect(failed.message).toMatch(/not at another, so it was not continued/);
		expect(aws.calls('ContinueServiceDeployment')).toHaveLength(0);
	});

	it('rolls back what waits at a pause hook', async () => {
		const { arn } = await pausedRelease();
		const release = await aws.run({
			resource: 'serviceDeployment',
			operation: 'rollBack',
			serviceDeployment: byArn(arn),
		});
		expect(release).toMatchObject({ verified: true, version: 'nanda-workers:3', previous: arn });
	});

	it('lists the history with revisions, digests and states', async () => {
		await deploy('v4');
		await aws.failure({ operation: 'deploy', ...image('crash') });
		const items = await aws.items({ resource: 'serviceDeployment', operation: 'getMany', returnAll: true });
		expect(items.map(({ json }) => [json.version, json.state])).toEqual([
			['nanda-workers:5', 'rolledBack'],
			['nanda-workers:4', 'ready'],
			['nanda-workers:3', 'ready'],
		]);
		const found = await aws.search('searchServiceDeployments', 'nanda-workers:5');
		expect(found.results.map(({ name }) => name)).toEqual([expect.stringMatching(/^nanda-workers:5 · rolledBack · /)]);
	});
});

describe('Service: the rest', () => {
	it('scales up and down to none, and says what ran before', async () => {
		expect(await aws.run({ operation: 'scale', desiredCount: 4 })).toMatchObject({
			runningCount: 4,
			previousCount: 2,
			verified: true,
		});
		expect(await aws.run({ operation: 'scale', desiredCount: 0 })).toMatchObject({ runningCount: 0, verified: true });
	});

	it('starts every task anew when forced', async () => {
		const release = await aws.run({ operation: 'forceNewDeployment' });
		expect(release).toMatchObject({ verified: true, version: 'nanda-workers:3' });
		const { serviceDeploymentArn } = await aws.run({ operation: 'get' });
		expect(serviceDeploymentArn).toBe(release.id);
	});

	it('deploys an existing revision, and plans without a change', async () => {
		const parameters = { operation: 'deploy', deployWhat: 'revision', taskDefinition: named('nanda-workers:1') };
		expect(await aws.run({ ...parameters, dryRun: true })).toMatchObject({
			dryRun: true,
			plan: { taskDefinition: 'nanda-workers:1' },
		});
		expect(aws.calls('UpdateService')).toHaveLength(0);
		expect(await aws.run(parameters)).toMatchObject({ verified: true, version: 'nanda-workers:1' });
	});

	it('sets variables and secrets, and shows their names alone', async () => {
		const parameters = {
			operation: 'deploy',
			environment: { variable: [{ container: 'nanda-workers', name: 'API_KEY', value: 'planted-canary' }] },
			secrets: {
				secret: [
					{
						container: 'nanda-workers',
						name: 'QUEUE_TOKEN',
						valueFrom: 'arn:aws:ssm:us-east-1:123456789012:parameter/q',
					},
				],
			},
		};
		const plan = await aws.run({ ...parameters, dryRun: true });
		expect(plan).toMatchObject({
			plan: { registers: true, changes: [{ environment: ['API_KEY'] }, { secrets: ['QUEUE_TOKEN'] }] },
		});
		expect(JSON.stringify(plan)).not.toContain('planted-canary');
	});

	it('waits for what somebody else started', async () => {
		await aws.somebody.send(new UpdateServiceCommand({ ...target, taskDefinition: 'nanda-workers:1' }));
		expect(await aws.run({ operation: 'wait' })).toMatchObject({ verified: true, version: 'nanda-workers:1' });
		const failed = await aws.failure({ operation: 'wait', expectedVersion: 'nanda-workers:3' });
		expect(failed.message).toMatch(/runs or rolls out nanda-workers:1, not nanda-workers:3/);
	});

	it('handles every item, and pairs each with its own', async () => {
		const items = await aws.items(
			{ operation: 'get', service: named('={{ $json.service }}') },
			{ items: [{ json: { service: 'gateway' } }, { json: { service: 'nanda-workers' } }] },
		);
		expect(items.map(({ json, pairedItem }) => [json.name, pairedItem])).toEqual([
			['gateway', { item: 0 }],
			['nanda-workers', { item: 1 }],
		]);
	});
});
