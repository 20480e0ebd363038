import { type ActionsStep, actionsSteps } from './actionsFile';
import { type CatalogRow, previewEnvironment } from './catalogRow';

/** A step of a workflow of GitHub Actions that deploys to a platform of the catalog. */
export interface ActionsDeployer {
	readonly platform: 'netlify' | 'fly' | 'ecs' | 'graphos' | 'temporal';
	/** Counted from 1. */
	readonly line: number;
	/** The action or the command, as a person would look for it. */
	readonly what: string;
	/**
	 * The site, app, service, subgraph or worker deployment that it names, with what that belongs to where it names both;
	 * empty where it names none, or one that only the run knows.
	 */
	readonly target: string;
}

type Found = Omit<ActionsDeployer, 'line'>;

/**
 * What deploys in a workflow file. Steps that only build an image, set up a tool, make a preview or change how many
 * run are no deployers.
 */
export function actionsDeployers(text: string): ActionsDeployer[] {
	return actionsSteps(text).flatMap((step) => [
		...found(step.line, byAction(step)),
		...step.commands.flatMap(({ line, text: commands }) =>
			wordsOfCommands(commands).flatMap((words) => found(line, byCommand(words))),
		),
	]);
}

/** The rows that a deployer deploys as well: those that it names, or all of its repository on that platform. */
export function rowsDeployedBy(
	{ platform, target }: ActionsDeployer,
	repository: string,
	rows: readonly CatalogRow[],
): CatalogRow[] {
	const ofPlatform = rows.filter(
		(row) => row.enabled && row.platform === platform && row.environment !== previewEnvironment,
	);
	// A site's id cannot be told from a catalog that knows its name.
	if (target === '' || /^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(target)) {
		return ofPlatform.filter((row) => row.repository.toLowerCase() === repository.toLowerCase());
	}
	const isWhole = target.includes('/');
	return ofPlatform.filter((row) => {
		const named = isWhole ? row.target : row.target.split('/').at(-1);
		return named?.toLowerCase() === target.toLowerCase();
	});
}

function found(line: number, deployer: Found | null): ActionsDeployer[] {
	return deployer === null ? [] : [{ line, ...deployer }];
}

function byAction({ uses, inputs }: ActionsStep): Found | null {
	const [action = ''] = uses.toLowerCase().split('@');
	const input = (name: string): string => inputs.get(name) ?? '';
	const args = wordsOfCommands(input('args'))[0] ?? [];
	if (action === 'netlify/actions' || action.startsWith('netlify/actions/')) {
		const isDraft = input('args') !== '' && !isProductionDeploy(args);
		return isDraft ? null : { platform: 'netlify', what: action, target: literal(input('NETLIFY_SITE_ID')) };
	}
	if (action === 'nwtgck/actions-netlify') {
		const isProduction = input('production-deploy') === 'true' || input('production-branch') !== '';
		return isProduction ? { platform: 'netlify', what: action, target: literal(input('NETLIFY_SITE_ID')) } : null;
	}
	if (action === 'superfly/flyctl-actions') {
		return flyDeploy(args, `${action} with ${args[0] ?? 'no'}`);
	}
	if (action === 'aws-actions/amazon-ecs-deploy-task-definition' && input('service') !== '') {
		return { platform: 'ecs', what: action, target: literal(input('service')) };
	}
	return null;
}

/** Programs that only start another one. */
const launchers = new Set(
	'sudo env time exec command nohup npx bunx pnpm yarn npm dlx x run then do else if while ! { --'.split(' '),
);

function byCommand(words: readonly string[]): Found | null {
	let start = 0;
	for (; start < words.length; start++) {
		const word = words[start] ?? '';
		const isPackage = ['-p', '--package'].includes(words[start - 1] ?? '');
		const isAfterLauncher = start > 0 && (word.startsWith('-') || /^\d+[smh]?$/.test(word) || isPackage);
		if (!launchers.has(word) && word !== 'timeout' && !/^\w+=/.test(word) && !isAfterLauncher) break;
	}
	const [program = '', ...args] = words.slice(start);
	const name = (program.split('/').at(-1) ?? '').split('@')[0] ?? '';
	if (['netlify', 'netlify-cli', 'ntl'].includes(name)) {
		return isProductionDeploy(args)
			? { platform: 'netlify', what: `${name} deploy --prod`, target: literal(optionOf(args, '--site', '-s')) }
			: null;
	}
	if (name === 'flyctl' || name === 'fly') return flyDeploy(args, `${name} deploy`);
	if (name === 'aws') return ecsDeploy(args);
	if (name === 'rover') return roverPublish(args);
	if (name === 'temporal') return temporalRouting(args);
	return null;
}

function isProductionDeploy(args: readonly string[]): boolean {
	const isProduction = args.some((word) => ['--prod', '-p', '--prodIfUnlocked', '--prod-if-unlocked'].includes(word));
	return isProduction && commandsIn(args)[0] === 'deploy';
}

function flyDeploy(args: readonly string[], what: string): Found | null {
	if (commandsIn(args)[0] !== 'deploy' || args.includes('--build-only') || args.includes('--help')) return null;
	return { platform: 'fly', what, target: literal(optionOf(args, '--app', '-a')) };
}

function ecsDeploy(args: readonly string[]): Found | null {
	const [service, command] = commandsIn(args);
	if (service !== 'ecs') return null;
	const changesWhatRuns = args.some((word) => /^--(task-definition|force-new-deployment)(=|$)/.test(word));
	if (command !== 'deploy' && !(command === 'update-service' && changesWhatRuns)) return null;
	return { platform: 'ecs', what: `aws ecs ${command}`, target: literal(optionOf(args, '--service')) };
}

/** `rover subgraph publish candlefish@production --name gateway --schema schema.graphql` */
function roverPublish(args: readonly string[]): Found | null {
	const [kind = '', command, reference = ''] = commandsIn(args);
	if (!['subgraph', 'graph'].includes(kind) || command !== 'publish' || args.includes('--help')) return null;
	const subgraph = literal(optionOf(args, '--name', '-n'));
	return { platform: 'graphos', what: `rover ${kind} publish`, target: within(literal(reference), subgraph) };
}

/** `temporal worker deployment set-current-version --namespace default --deployment-name paintbox --build-id 1.2` */
function temporalRouting(args: readonly string[]): Found | null {
	const [group, things = '', command = ''] = commandsIn(args);
	const isRouting = /^set-(current|ramping)-version$/.test(command) && group === 'worker' && things === 'deployment';
	if (!isRouting || args.includes('--help')) return null;
	const deployment = literal(optionOf(args, '--deployment-name'));
	const namespace = literal(optionOf(args, '--namespace', '-n'));
	return { platform: 'temporal', what: `temporal worker deployment ${command}`, target: within(namespace, deployment) };
}

/** A name with what it belongs to, as a row's target has them; the name alone where only the run knows that. */
function within(owner: string, name: string): string {
	return owner === '' || name === '' ? name : `${owner}/${name}`;
}

/** Options of these programs that may stand before the command, and have a value of their own. */
const valued = new Set(
	'-a --app -c --config -t --access-token --region --profile --output --endpoint-url -s -l --log -n --namespace --address --api-key --env'.split(
		' ',
	),
);

/** The words that are neither options nor values of those that may come first. */
function commandsIn(args: readonly string[]): string[] {
	return args.filter((word, index) => !word.startsWith('-') && !valued.has(args[index - 1] ?? ''));
}

function optionOf(args: readonly string[], ...names: readonly string[]): string {
	for (const [index, word] of args.entries()) {
		const [name = '', ...value] = word.split('=');
		if (names.includes(name)) return value.length > 0 ? value.join('=') : (args[index + 1] ?? '');
	}
	return '';
}

/** A name as it stands there; empty when it is put in by the run. */
function literal(name: string): string {
	return name.includes('$') ? '' : name;
}

const wordPattern = /(?:[^\s;|&()"'<>]|"(?:[^"\\]|\\.)*"|'[^']*')+|[;|&()<>]+/g;

/** The commands of a line of a shell, each as its words, without quotes and comments. */
function wordsOfCommands(line: string): string[][] {
	const commands: string[][] = [[]];
	for (const [word] of line.replace(/\$\{\{[^{}]*\}\}/g, '$EXPRESSION').matchAll(wordPattern)) {
		if (word.startsWith('#')) break;
		if (/^[;|&()]+$/.test(word)) commands.push([]);
		else commands.at(-1)?.push(word.replace(/"((?:[^"\\]|\\.)*)"|'([^']*)'/g, '$1$2'));
	}
	return commands.filter((words) => words.length > 0);
}
