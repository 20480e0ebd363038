import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '..', '..');
const files = readdirSync(path.join(root, 'workflows'));
const textOf = (number: string): string => {
	const file = files.find((name) => name.startsWith(`${number}-`));
	return file === undefined ? '' : readFileSync(path.join(root, 'workflows', file), 'utf8');
};

/** What a workflow holds that uses a system. */
const traces: Readonly<Record<string, RegExp>> = {
	GitHub: /slipway\.gitHub/,
	'GitHub Actions': /slipway\.(gitHubDeployments|secretSync)/,
	Netlify: /slipway\.netlifyDeployments/,
	'Fly.io': /slipway\.fly"/,
	'AWS ECS': /slipway\.awsEcs/,
	'AWS Secrets Manager': /slipway\.awsSecretsManager/,
	'AWS S3': /slipway\.awsS3/,
	'AWS Cost Explorer': /slipway\.awsEcs[^]*"usage"|"usage"[^]*slipway\.awsEcs/,
	Neon: /slipway\.neon/,
	Upstash: /slipway\.upstash/,
	PagerDuty: /slipway\.pagerDutyEvents/,
	'Apollo GraphOS': /slipway\.apollo/,
	Temporal: /slipway\.temporal/,
	'Temporal Cloud': /slipwayTemporalCloudApi/,
	Cloudflare: /slipway\.cloudflare/,
	'Grafana Cloud': /slipway\.grafana|slipway-grafana-alert/,
};

const section =
	readFileSync(path.join(root, 'README.md'), 'utf8').split('## The systems, and')[1]?.split('\n## ')[0] ?? '';
const rows = section
	.split('\n')
	.filter((line) => line.startsWith('| ') && !line.startsWith('| system'))
	.map((line) => line.split('|').map((cell) => cell.trim()));

it('names sixteen systems, each once', () => {
	expect(rows.map(([, system]) => system)).toEqual(Object.keys(traces));
});

it.each(rows.map(([, system = '', , numbers = '']) => [system, numbers.split(', ')] as const))(
	'names for %s only workflows that use it',
	(system, numbers) => {
		expect(numbers.length).toBeGreaterThan(0);
		const without = numbers.filter((number) => traces[system]?.test(textOf(number)) !== true);
		expect(without).toEqual([]);
	},
);
