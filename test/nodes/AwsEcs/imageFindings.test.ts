import type { IDataObject } from 'n8n-workflow';

import { useManualClock } from '../../n8n/sandboxClock';
import { EcsDriver } from './ecsDriver';

const clock = useManualClock();
let aws: EcsDriver;

beforeAll(async () => {
	aws = await EcsDriver.start(clock);
});
beforeEach(async () => await aws.sandbox.reset());
afterAll(async () => {
	expect(aws.recorder.violations()).toEqual([]);
	await aws.sandbox.close();
});

const look = async () => await aws.run({ operation: 'getImageFindings' });
const control = async (name: string, body: IDataObject) => {
	const answer = await fetch(`${aws.sandbox.origin}/_sandbox/aws/${name}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	expect(answer.status).toBe(200);
};
const scan = async (more: IDataObject) => await control('image-scans', { repository: 'nanda-workers', ...more });
const images = async () => (await look()).images;

it('gives what ECR found in each image, and names of plain variables without their values', async () => {
	expect(await look()).toMatchObject({
		service: 'nanda-workers',
		cluster: 'candlefish',
		taskDefinition: expect.stringMatching(/nanda-workers:3$/),
		images: [
			{ container: 'nanda-workers', scan: 'complete', findings: { critical: 0, high: 0, total: 0 }, examples: [] },
		],
		plainVariables: ['ENVIRONMENT'],
	});
	expect(JSON.stringify(await look())).not.toContain('"production"');
});

it('counts what was found, the worst by name', async () => {
	const found = [
		{ name: 'CVE-1', severity: 'LOW' },
		{ name: 'CVE-2', severity: 'HIGH' },
		{ name: 'CVE-3', severity: 'CRITICAL' },
	];
	await scan({ findings: found });
	expect(await images()).toMatchObject([
		{ findings: { critical: 1, high: 1, total: 3 }, examples: ['CVE-3', 'CVE-2'] },
	]);
	await scan({ status: 'ACTIVE', findings: found });
	expect(await images()).toMatchObject([{ scan: 'complete', findings: { total: 3 } }]);
});

it.each<[string, () => Promise<void>, IDataObject]>([
	['never scanned', async () => await scan({ status: 'none' }), { scan: 'never' }],
	[
		'being scanned',
		async () => await scan({ status: 'IN_PROGRESS' }),
		{ scan: 'unseen', reason: expect.stringContaining('IN_PROGRESS') },
	],
	['of a kind that ECR cannot scan', async () => await scan({ status: 'UNSUPPORTED_IMAGE' }), { scan: 'unseen' }],
	[
		'not to be seen',
		async () =>
			await control('faults', { operation: 'ecr.DescribeImageScanFindings', code: 'AccessDeniedException', times: 9 }),
		{ scan: 'unseen', reason: expect.stringContaining('AccessDeniedException') },
	],
	[
		'gone',
		async () =>
			await control('faults', { operation: 'ecr.DescribeImageScanFindings', code: 'ImageNotFoundException', times: 9 }),
		{ scan: 'unseen', reason: expect.stringContaining('ImageNotFoundException') },
	],
])('does not take an image that is %s for one without findings', async (_what, happen, expected) => {
	await happen();
	expect(await images()).toMatchObject([expected]);
	expect(JSON.stringify(await images())).not.toContain('"total":0');
});

it.each([
	['ghcr.io/candlefish-ai/workers:v1', 'it is in ghcr.io, not in ECR'],
	['nginx:1.27', 'it is in Docker Hub, not in ECR'],
	['123456789012.dkr.ecr.eu-west-1.amazonaws.com/nanda-workers:v3', 'it is in region eu-west-1'],
])('says why it cannot see %s', async (image, reason) => {
	await control('task-definitions/plant', {
		taskDefinition: 'nanda-workers:3',
		container: 'nanda-workers',
		containerMembers: { image },
	});
	expect(await images()).toMatchObject([{ image, scan: 'unseen', reason: expect.stringContaining(reason) }]);
});
