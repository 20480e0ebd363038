import {
	DescribeTaskDefinitionCommand,
	RegisterTaskDefinitionCommand,
	UpdateServiceCommand,
	type ContainerDefinition,
} from '@aws-sdk/client-ecs';

import { useManualClock } from '../../n8n/sandboxClock';
import { EcsDriver, image, named, registry } from './ecsDriver';

const clock = useManualClock();
let aws: EcsDriver;

beforeEach(async () => {
	aws = await EcsDriver.start(clock);
});
afterEach(async () => {
	expect(aws.recorder.violations()).toEqual([]);
	await aws.sandbox.close();
});

const agent = `${registry}/agent:7`;

/** The service runs its container and a sidecar that nobody deploys. */
async function withSidecar(sidecar: Partial<ContainerDefinition>): Promise<void> {
	const { taskDefinition } = await aws.somebody.send(
		new DescribeTaskDefinitionCommand({ taskDefinition: 'nanda-workers:3' }),
	);
	const {
		family,
		cpu,
		memory,
		networkMode,
		requiresCompatibilities,
		executionRoleArn,
		containerDefinitions = [],
	} = taskDefinition ?? {};
	await aws.somebody.send(
		new RegisterTaskDefinitionCommand({
			family,
			cpu,
			memory,
			networkMode,
			requiresCompatibilities,
			executionRoleArn,
			containerDefinitions: [{ name: 'agent', image: agent, essential: true, ...sidecar }, ...containerDefinitions],
		}),
	);
	await aws.somebody.send(
		new UpdateServiceCommand({ cluster: 'candlefish', service: 'nanda-workers', taskDefinition: 'nanda-workers:4' }),
	);
	clock.advance(600_000);
}

/** Tasks that start from now on get another image under the sidecar's tag. */
const moveAgent = async () => await aws.control('/images', { image: agent });

const twoImages = expect.stringMatching(
	/^The tasks run different images in container agent: sha256:\w+, sha256:\w+: nobody asked for one of them$/,
);

describe('a sidecar that nobody asked about', () => {
	it.each([
		['Deploy', () => ({ operation: 'deploy', ...image('v5') })],
		['Force New Deployment', () => ({ operation: 'forceNewDeployment' })],
	])('%s: tells no digest, and fails nothing', async (_name, parameters) => {
		await withSidecar({ image: `${registry}/agent:undigested` });
		const release = await aws.run(parameters());
		expect(release).toMatchObject({ verified: true, artifact: { ref: expect.stringContaining('/nanda-workers:') } });
		expect(release.images).toEqual(
			expect.arrayContaining([expect.objectContaining({ container: 'agent', digest: null })]),
		);
	});

	it('Wait: runs two images, which is told', async () => {
		await withSidecar({ versionConsistency: 'disabled' });
		await moveAgent();
		await aws.control('/services/scale', { service: 'nanda-workers', desiredCount: 3 });
		expect(await aws.run({ operation: 'wait' })).toMatchObject({ verified: true, notes: [twoImages] });
	});

	it('Deploy of an existing revision proves the container whose image is another', async () => {
		await withSidecar({ image: `${registry}/agent:undigested` });
		await aws.run({ operation: 'deploy', ...image('v5') });
		const release = await aws.run({
			operation: 'deploy',
			deployWhat: 'revision',
			taskDefinition: named('nanda-workers:4'),
		});
		expect(release).toMatchObject({ verified: true, version: 'nanda-workers:4' });
	});

	it('Roll Back is not stopped by its moved tag, and says that it stays as it is', async () => {
		await withSidecar({});
		await moveAgent();
		await aws.run({ operation: 'deploy', ...image('v5') });
		const release = await aws.run({ operation: 'rollBack' });
		expect(release).toMatchObject({ verified: true, version: 'nanda-workers:4' });
		expect(release.notes).toEqual([expect.stringMatching(/^Container agent starts what .*\/agent:7 stands for now/)]);
	});

	it('is proven when it is what was deployed', async () => {
		await withSidecar({});
		const failed = await aws.failure({ operation: 'deploy', ...image('undigested', {}, 'agent') });
		expect(failed.message).toMatch(/ECS does not report which image container agent runs/);
	});
});

it.each(['20241123', 'release-20241123', 'build-1234567', 'pr-1029384', 'v1.2.3'])(
	'the tag %s names no commit',
	async (tag) => {
		expect(await aws.run({ operation: 'deploy', waitForCompletion: false, ...image(tag) })).toMatchObject({
			commit: null,
		});
	},
);

it.each([
	['main-1a2b3c4', '1a2b3c4'],
	['sha-7052e12', '7052e12'],
	['a'.repeat(39) + '1', 'a'.repeat(39) + '1'],
])('the tag %s names the commit %s', async (tag, commit) => {
	expect(await aws.run({ operation: 'deploy', waitForCompletion: false, ...image(tag) })).toMatchObject({ commit });
});
