import { ListServiceDeploymentsCommand, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import type { IDataObject } from 'n8n-workflow';

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

const commit = '4f1c2d3a4f1c2d3a4f1c2d3a4f1c2d3a4f1c2d3a';
const target = { cluster: 'candlefish', service: 'nanda-workers' };
const live = async (more: IDataObject = {}) => await aws.run({ operation: 'getLive', ...more });

async function newestRecord(): Promise<string> {
	const { serviceDeployments = [] } = await aws.somebody.send(new ListServiceDeploymentsCommand(target));
	return serviceDeployments[0]?.serviceDeploymentArn ?? '';
}

it('gives what the service runs', async () => {
	expect(await live()).toMatchObject({
		platform: 'awsEcs',
		target: 'candlefish/nanda-workers',
		context: '',
		isLive: true,
		deploymentId: await newestRecord(),
		artifact: expect.stringMatching(/^sha256:/),
		commit: aws.sandbox.services.repositories.resolve('candlefish-ai/candlefish', 'main')?.sha,
		url: '',
		version: 'nanda-workers:3',
		publishedAt: expect.stringMatching(/^20.*Z$/),
		underWay: null,
	});
});

it.each([
	['the service with its cluster', '', 'candlefish/nanda-workers'],
	['both, which agree', 'candlefish', 'candlefish/nanda-workers'],
	['the cluster by its ARN', 'arn:aws:ecs:us-east-1:123456789012:cluster/candlefish', 'candlefish/nanda-workers'],
])('is found by %s', async (_name, cluster, service) => {
	expect(await live({ cluster: named(cluster), service: named(service) })).toMatchObject({
		target: 'candlefish/nanda-workers',
	});
});

it.each([
	[
		'two clusters',
		'other',
		'candlefish/nanda-workers',
		/Cluster is "other", but Service names the cluster "candlefish"/,
	],
	['no cluster', '', 'nanda-workers', /Cluster/],
	['a part too many', '', 'candlefish/nanda/workers', /Cluster/],
])('is not looked for where %s is named', async (_name, cluster, service, message) => {
	const before = aws.sandbox.requests().length;
	await expect(live({ cluster: named(cluster), service: named(service) })).rejects.toThrow(message);
	expect(aws.sandbox.requests()).toHaveLength(before);
});

it('is what a deploy gave back, with the commit of its tag', async () => {
	const deployed = await aws.run({ operation: 'deploy', ...image(commit) });
	expect(await live()).toMatchObject({
		deploymentId: deployed.id,
		version: 'nanda-workers:4',
		commit,
		artifact: (deployed.artifact as { digest: string }).digest,
	});
});

it('says what is under way, and what is live meanwhile', async () => {
	const before = await live();
	await aws.run({ operation: 'deploy', waitForCompletion: false, ...image(commit) });
	clock.advance(10_000);
	expect(await live()).toMatchObject({
		deploymentId: before.deploymentId,
		artifact: before.artifact,
		version: 'nanda-workers:3',
		underWay: { deploymentId: await newestRecord(), commit, artifact: expect.stringMatching(/^sha256:/) },
	});
	clock.advance(900_000);
	expect(await live()).toMatchObject({ deploymentId: await newestRecord(), commit, underWay: null });
});

it('is what it was after a deployment that ECS rolled back', async () => {
	const before = await live();
	await aws.failure({ operation: 'deploy', ...image(`main-crash-${commit}`) });
	expect(await live()).toEqual(before);
});

it('is what still runs where the circuit breaker gave up and does not roll back', async () => {
	await aws.configure({ deploymentCircuitBreaker: { enable: true, rollback: false } });
	clock.advance(900_000);
	const before = await live();
	await aws.failure({ operation: 'deploy', ...image('crash') });
	expect(await live()).toMatchObject({ artifact: before.artifact, version: 'nanda-workers:3', underWay: null });
});

it('tells a deployment of the same revision apart', async () => {
	const before = await live();
	await aws.somebody.send(new UpdateServiceCommand({ ...target, forceNewDeployment: true }));
	clock.advance(5_000);
	expect(await live()).toMatchObject({ version: 'nanda-workers:3', underWay: { deploymentId: await newestRecord() } });
	clock.advance(900_000);
	const after = await live();
	expect(after).toMatchObject({ artifact: before.artifact, underWay: null });
	expect(after.deploymentId).not.toBe(before.deploymentId);
});

it('gives the older revision that somebody put in place', async () => {
	await aws.run({ operation: 'deploy', ...image(commit) });
	await aws.somebody.send(new UpdateServiceCommand({ ...target, taskDefinition: 'nanda-workers:2' }));
	clock.advance(900_000);
	expect(await live()).toMatchObject({ version: 'nanda-workers:2', deploymentId: await newestRecord() });
});

it('gives the image of the container that is named', async () => {
	expect(await live({ container: 'nanda-workers' })).toMatchObject({ artifact: (await live()).artifact });
	expect(await live({ container: 'envoy' })).toMatchObject({ artifact: '', commit: '' });
});

it('names the image where ECS tells no digest', async () => {
	await aws.run({ operation: 'deploy', waitForCompletion: false, ...image('undigested-v9') });
	clock.advance(900_000);
	expect(await live()).toMatchObject({ artifact: `${registry}/nanda-workers:undigested-v9` });
});

it('fails for a service that is not there', async () => {
	const failed = await aws.failure({ operation: 'getLive', service: named('billing') });
	expect(failed.message).toContain('Cluster candlefish has no service billing');
});

it('asks three times and changes nothing', async () => {
	await live();
	expect(aws.sandbox.requests({ platform: 'aws' })).toHaveLength(3);
	expect(aws.calls('UpdateService')).toEqual([]);
});
