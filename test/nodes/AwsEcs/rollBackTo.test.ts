import { ListServiceDeploymentsCommand } from '@aws-sdk/client-ecs';
import type { IDataObject } from 'n8n-workflow';

import { useManualClock } from '../../n8n/sandboxClock';
import { EcsDriver, image } from './ecsDriver';

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
const live = async () => await aws.run({ operation: 'getLive' });
const deploy = async (tag: string, more: IDataObject = {}) =>
	await aws.run({ operation: 'deploy', ...image(tag), ...more } as never);
const rollBack = async (more: IDataObject) => await aws.run({ operation: 'rollBack', ...more } as never);

async function start(tag: string): Promise<string> {
	await deploy(tag, { waitForCompletion: false });
	clock.advance(10_000);
	const { serviceDeployments = [] } = await aws.somebody.send(new ListServiceDeploymentsCommand(target));
	return serviceDeployments[0]?.serviceDeploymentArn ?? '';
}

describe('to a named deployment', () => {
	it('goes to that one by its ID, past the last good one', async () => {
		const older = await deploy('v5');
		await deploy('v6');
		const bad = await deploy('v7');
		const back = await rollBack({ rollBackTo: older.id, badRelease: bad.id });
		expect(back).toMatchObject({ version: older.version, verified: true, state: 'live' });
		expect(await live()).toMatchObject({ version: older.version, deploymentId: back.id });
	});

	it('goes to a version by its name', async () => {
		await deploy('v5');
		expect(await rollBack({ rollBackTo: 'nanda-workers:2' })).toMatchObject({
			version: 'nanda-workers:2',
			verified: true,
		});
	});

	it('is verified, and nothing is deployed, when it is live already', async () => {
		const now = await live();
		const back = await rollBack({ rollBackTo: now.deploymentId, badRelease: 'nanda-workers:9' });
		expect(back).toMatchObject({ version: now.version, verified: true });
		expect(aws.calls('UpdateService')).toEqual([]);
	});

	it('is refused when something else than what is bad is live, and for one that there never was', async () => {
		const before = await live();
		const bad = await deploy('v5');
		await deploy('v6');
		const failed = await aws.failure({
			operation: 'rollBack',
			rollBackTo: String(before.deploymentId),
			badRelease: String(bad.id),
		});
		expect(failed.message).toContain('so it was not rolled back');
		const none = await aws.failure({ operation: 'rollBack', rollBackTo: 'arn:aws:ecs:no:such' });
		expect(none.message).toContain('has no deployment "arn:aws:ecs:no:such"');
		expect(await live()).toMatchObject({ version: 'nanda-workers:5' });
	});
});

describe('what is under way', () => {
	it('is stopped first, also where something else is bad', async () => {
		const before = await live();
		const bad = await deploy('v5');
		const rolling = await start('v6');
		expect(await live()).toMatchObject({ underWay: { deploymentId: rolling } });
		const back = await rollBack({ badRelease: bad.id, stopUnderWay: true });
		expect(back).toMatchObject({ version: before.version, verified: true });
		clock.advance(900_000);
		expect(await live()).toMatchObject({ version: before.version, underWay: null });
	});

	it('was itself what is bad: what ran before runs on', async () => {
		const before = await live();
		const rolling = await start('v5');
		const back = await rollBack({
			badRelease: rolling,
			rollBackTo: before.deploymentId,
			stopUnderWay: true,
		});
		expect(back).toMatchObject({ version: before.version, verified: true });
		clock.advance(900_000);
		expect(await live()).toMatchObject({ deploymentId: before.deploymentId, underWay: null });
	});

	it('is left alone, and named, unless it is to be stopped', async () => {
		const bad = await deploy('v5');
		await start('v6');
		const failed = await aws.failure({ operation: 'rollBack', badRelease: String(bad.id) });
		expect(failed.message).toContain('is just rolling out nanda-workers:5');
	});
});

describe('Migration Command', () => {
	const migration = { migrationCommand: 'npm run migrate', migrationRunKey: 'release-1' };
	const runs = () => aws.calls('RunTask').length;

	it('runs once for a revision, before the service is changed', async () => {
		const deployed = await deploy('v5', migration);
		expect(deployed).toMatchObject({ verified: true, version: 'nanda-workers:4' });
		expect(runs()).toBe(1);
		const targets = aws.sandbox.requests({ platform: 'aws' }).map(({ headers }) => String(headers['x-amz-target']));
		const positionOf = (action: string) => targets.findIndex((each) => each.endsWith(`.${action}`));
		expect(positionOf('RunTask')).toBeLessThan(positionOf('UpdateService'));
		// Another release of the same image: its migration has ended well.
		const again = await deploy('v5', { ...migration, migrationRunKey: 'release-2' });
		expect(again.notes).toContain('The migration was not run again: it has ended well for nanda-workers:4');
		expect(runs()).toBe(1);
	});

	it('stops the deployment when it fails, and is tried again by another release', async () => {
		const failed = await aws.failure({ operation: 'deploy', ...image('exit-1'), ...migration });
		expect(failed.message).toContain('The migration before nanda-workers:4 failed, and nothing was deployed');
		expect(failed.data).toMatchObject({ state: 'failed' });
		expect(aws.calls('UpdateService')).toEqual([]);
		expect(await live()).toMatchObject({ version: 'nanda-workers:3' });
		await aws.failure({ operation: 'deploy', ...image('exit-1'), ...migration, migrationRunKey: 'release-2' });
		expect(runs()).toBe(2);
	});

	it('is only named in a dry run', async () => {
		expect(await deploy('v5', { ...migration, dryRun: true })).toMatchObject({
			plan: { action: 'deploy', migration: 'npm run migrate' },
		});
		expect(runs()).toBe(0);
	});
});

it('gives an image without a container to the one that the service is there for', async () => {
	const images = { image: [{ ...(image('v5').images as { image: IDataObject[] }).image[0], container: '' }] };
	expect(await aws.run({ operation: 'deploy', images } as never)).toMatchObject({
		verified: true,
		images: [{ container: 'nanda-workers' }],
	});
});
