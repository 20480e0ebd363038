import { stringAt } from '../ledger/record';
import { listAt, numberAt, textsAt } from '../values/jsonFields';

const platformNames: Readonly<Record<string, string>> = {
	netlify: 'Netlify',
	fly: 'Fly.io',
	ecs: 'Amazon ECS',
	graphos: 'Apollo GraphOS',
	temporal: 'Temporal',
};

/** What to do about a step of GitHub Actions that deploys what Slipway deploys. */
const remedies: Readonly<Record<string, string>> = {
	netlify: 'Remove that step: Slipway has Netlify build the site',
	fly: 'Remove that step, or let it only build the image (flyctl deploy --build-only --push; docs/images.md)',
	ecs: 'Remove that step, and let the workflow only build and push the image (docs/images.md)',
	graphos:
		'Remove that step, or let it only check (rover subgraph check): Slipway publishes the schema before what uses it',
	temporal:
		'Remove that step, and let the workflow only start the workers of the new version: Slipway makes it current once they poll',
};

/** Workflows of GitHub Actions that deploy the same services: what they put live is a drift to Slipway, which then leaves it alone. */
export function deployersBeside(gitHub: Readonly<Record<string, unknown>> | null): string[] {
	return listAt(gitHub, 'deployers').map((deployer) => {
		const platform = stringAt(deployer, 'platform');
		const file = `${stringAt(deployer, 'repository')}@${stringAt(deployer, 'branch')}: ${stringAt(deployer, 'file')}`;
		const services = textsAt(deployer, 'services').join(', ');
		return `${file}, line ${numberAt(deployer, 'line') ?? '?'} (${stringAt(deployer, 'what')}) deploys to ${platformNames[platform] ?? platform} beside Slipway: ${services}. ${remedies[platform] ?? 'Remove that step'}`;
	});
}
