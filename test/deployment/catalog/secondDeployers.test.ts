import { readFileSync } from 'node:fs';
import path from 'node:path';

import {
	type ActionsDeployer,
	actionsDeployers,
	rowsDeployedBy,
} from '../../../nodes/deployment/catalog/secondDeployers';
import { readServiceCatalog } from '../../../nodes/deployment/catalog/serviceCatalog';
import example from '../../../docs/catalog.example.json';

/** A workflow whose only job has these steps, the first of them in line 9. */
function workflow(steps: string): string {
	return `name: deploy # fly deploy
on:
  push:
    branches: [main]
jobs:
  deploy:
    runs-on: ubuntu-latest
    steps:
${steps}`;
}

const found = (steps: string) =>
	actionsDeployers(workflow(steps)).map(({ line, platform, what, target }) => [line, platform, what, target]);

describe('what deploys in a file of GitHub Actions', () => {
	it.each<[string, string, unknown[]]>([
		['flyctl', '      - run: flyctl deploy --remote-only', [9, 'fly', 'flyctl deploy', '']],
		['fly with its app', '      - run: fly deploy -a paintbox-api', [9, 'fly', 'fly deploy', 'paintbox-api']],
		['an option before', '      - run: "fly -a paintbox-api deploy"', [9, 'fly', 'fly deploy', 'paintbox-api']],
		[
			'the old action of Fly.io',
			'      - uses: superfly/flyctl-actions@1.5\n        with:\n          args: "deploy --app=paintbox-api"',
			[9, 'fly', 'superfly/flyctl-actions with deploy', 'paintbox-api'],
		],
		[
			'a block, with what goes before it',
			'      - name: Ship\n        run: |\n          set -e\n          # the site first\n          cd apps/web && npx netlify-cli@17 deploy --prod --dir=dist',
			[13, 'netlify', 'netlify-cli deploy --prod', ''],
		],
		[
			'lines that go on',
			'      - run: |\n          aws ecs update-service \\\n            --cluster candlefish \\\n            --service gateway --force-new-deployment\n',
			[10, 'ecs', 'aws ecs update-service', 'gateway'],
		],
		[
			'a folded block',
			'      - run: >-\n          aws --region us-east-1 ecs update-service\n          --service "$SERVICE" --task-definition api:7',
			[10, 'ecs', 'aws ecs update-service', ''],
		],
		[
			'a plain text in two lines',
			'      - run: flyctl deploy\n          --remote-only',
			[9, 'fly', 'flyctl deploy', ''],
		],
		['a variable before', '      - run: FLY_API_TOKEN=$T timeout 600 fly deploy', [9, 'fly', 'fly deploy', '']],
		[
			'AWS’s action',
			"      - id: ship\n        uses: 'aws-actions/amazon-ecs-deploy-task-definition@v2' # pinned\n        with:\n          service: ${{ env.SERVICE }}\n          cluster: candlefish",
			[9, 'ecs', 'aws-actions/amazon-ecs-deploy-task-definition', ''],
		],
		[
			'Netlify’s action',
			'      - uses: netlify/actions/cli@master\n        with:\n          args: deploy --dir=site --prod\n        env:\n          NETLIFY_SITE_ID: ${{ secrets.SITE }}',
			[9, 'netlify', 'netlify/actions/cli', ''],
		],
		['Netlify’s build', '      - uses: netlify/actions/build@master', [9, 'netlify', 'netlify/actions/build', '']],
		[
			'another action for Netlify',
			"      - uses: nwtgck/actions-netlify@v3\n        with:\n          production-branch: 'main'",
			[9, 'netlify', 'nwtgck/actions-netlify', ''],
		],
		[
			'rover with its subgraph',
			'      - run: rover --log info subgraph publish candlefish@production --name gateway --schema schema.graphql',
			[9, 'graphos', 'rover subgraph publish', 'candlefish@production/gateway'],
		],
		[
			'rover with a variant that only the run knows',
			'      - run: npx -p @apollo/rover rover subgraph publish "$APOLLO_GRAPH_REF" --name=gateway --schema -',
			[9, 'graphos', 'rover subgraph publish', 'gateway'],
		],
		[
			"Temporal's tool",
			'      - run: temporal worker deployment set-current-version --deployment-name paintbox --build-id $SHA --yes',
			[9, 'temporal', 'temporal worker deployment set-current-version', 'paintbox'],
		],
		[
			'a ramp, with its namespace',
			'      - run: temporal worker deployment set-ramping-version -n default --deployment-name=paintbox --percentage 10',
			[9, 'temporal', 'temporal worker deployment set-ramping-version', 'default/paintbox'],
		],
	])('is found: %s', (_, steps, expected) => {
		expect(found(steps)).toEqual([expected]);
	});

	it.each([
		['a comment', '      # - run: flyctl deploy\n      - run: make'],
		['a comment in a block', '      - run: |\n          # flyctl deploy\n          make # flyctl deploy'],
		['a name', '      - name: fly deploy\n        run: make'],
		['a text that is printed', '      - run: echo "fly deploy; flyctl deploy --prod"'],
		[
			'a text of another key',
			'      - uses: actions/github-script@v7\n        with:\n          script: |\n            run: flyctl deploy',
		],
		[
			'a text that is only input',
			'      - run: |\n          cat > note.txt <<EOF\n          flyctl deploy\n          EOF\n          make',
		],
		['an image that is only built', '      - run: flyctl deploy --build-only --push --image-label $SHA'],
		[
			'the tool that is only set up',
			'      - uses: superfly/flyctl-actions/setup-flyctl@master\n      - run: flyctl status',
		],
		['a draft on Netlify', '      - run: netlify deploy --dir=dist --alias pr-7'],
		[
			'a draft by Netlify’s action',
			'      - uses: netlify/actions/cli@master\n        with:\n          args: deploy --dir=site',
		],
		[
			'a draft by another action',
			'      - uses: nwtgck/actions-netlify@v3\n        with:\n          publish-dir: dist',
		],
		['how many tasks run', '      - run: aws ecs update-service --service gateway --desired-count 2'],
		['a look', '      - run: aws ecs describe-services --services update-service'],
		[
			'a revision that nothing runs',
			'      - uses: aws-actions/amazon-ecs-deploy-task-definition@v2\n        with:\n          task-definition: t.json',
		],
		[
			'a schema that is only checked',
			'      - run: rover subgraph check candlefish@production --name gateway --schema s',
		],
		[
			"Temporal's other commands",
			'      - run: temporal worker deployment describe --name paintbox && temporal workflow list',
		],
		['Fly.io’s other commands', '      - run: fly secrets set deploy=1 && fly apps list'],
	])('is not: %s', (_, steps) => {
		expect(found(steps)).toEqual([]);
	});

	it('is each step of several jobs, and no key of another job', () => {
		const text = `jobs:
  one:
    steps:
      - run: make
  two:
    env: { A: b }
    steps:
    - uses: actions/checkout@v4
    -   run: fly deploy
    - run: |-

        aws ecs update-service --service a --force-new-deployment; fly deploy -a b
`;
		expect(actionsDeployers(text).map(({ line, what }) => `${line} ${what}`)).toEqual([
			'9 fly deploy',
			'12 aws ecs update-service',
			'12 fly deploy',
		]);
	});

	it.each(['', ':', '- ', 'a: |', '- run: |', '- run: "', '\t- run: fly deploy', '- - - run:', 'x'.repeat(100_000)])(
		'reads what is no such file: %j',
		(text) => {
			expect(() => actionsDeployers(text)).not.toThrow();
		},
	);

	it('does not take long over a long line', () => {
		const started = performance.now();
		actionsDeployers(workflow(`      - run: ${'"a'.repeat(50_000)}`));
		actionsDeployers(workflow(`      - run: ${'${{'.repeat(20_000)}`));
		expect(performance.now() - started).toBeLessThan(2_000);
	});

	it("are not this package's own examples of how to build an image", () => {
		const docs = readFileSync(path.resolve(__dirname, '../../../docs/images.md'), 'utf8');
		const files = [...docs.matchAll(/```ya?ml\n([\s\S]*?)```/g)].map(([, text]) => text ?? '');
		expect(files.length).toBeGreaterThan(0);
		expect(files.flatMap(actionsDeployers)).toEqual([]);
	});
});

describe('what a deployer deploys of the catalog', () => {
	const { rows } = readServiceCatalog(example);
	const services = (target: string, platform: ActionsDeployer['platform'], repository = 'candlefish-ai/candlefish') =>
		rowsDeployedBy({ platform, target, line: 1, what: '' }, repository, rows).map(({ service }) => service);

	it('is what it names, wherever it stands', () => {
		expect(services('gateway', 'ecs', 'candlefish-ai/tools')).toEqual(['gateway']);
		expect(services('paintbox-api', 'fly')).toEqual(['paintbox-api']);
		expect(services('another-app', 'fly')).toEqual([]);
		expect(services('candlefish@production/gateway', 'graphos', 'candlefish-ai/tools')).toEqual(['gateway-schema']);
		expect(services('gateway', 'graphos')).toEqual(['gateway-schema']);
		expect(services('candlefish@staging/gateway', 'graphos')).toEqual([]);
		expect(services('default/paintbox', 'temporal')).toEqual(['paintbox-workers']);
		expect(services('staging/paintbox', 'temporal')).toEqual([]);
	});

	it('is all of its repository there, where it names nothing, or an id', () => {
		expect(services('', 'ecs')).toEqual(expect.arrayContaining(['gateway', 'nanda-workers']));
		expect(services('7a1e0001-5b0c-4c1f-9d00-000000000001', 'netlify')).toContain('paintbox-frontend');
		expect(services('', 'ecs', 'candlefish-ai/tools')).toEqual([]);
	});
});
