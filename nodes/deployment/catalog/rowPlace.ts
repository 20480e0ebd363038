import { parseReferenceGlobs } from '../values/globs/globList';
import { globListIssues } from '../values/globs/globIssue';
import { nearNames } from '../values/nearNames';
import { parseRepositoryName } from '../values/repositoryName';
import { contextPattern, productionContext } from './deploymentContext';
import type { RowReader } from './rowReader';

/*
 * Where a row deploys from and to.
 */

/** The platforms a row may name. */
const catalogPlatforms = ['netlify', 'fly', 'ecs', 'graphos', 'temporal'] as const;

/** Rows of this environment belong to pull requests, all others to branches. */
export const previewEnvironment = 'preview';

export function readPlatform(reader: RowReader): string {
	const text = reader.text('platform').toLowerCase();
	const all = catalogPlatforms.join(', ');
	if (text === '') {
		reader.add('platform', 'the row names no platform', `Use one of ${all}`);
	} else if (!catalogPlatforms.some((platform) => platform === text)) {
		const near = nearNames(text, catalogPlatforms)[0];
		reader.add(
			'platform',
			`"${text}" is not a known platform`,
			near === undefined ? `Use one of ${all}` : `Did you mean ${near}? Known platforms: ${all}`,
		);
	}
	return text;
}

export function readTarget(reader: RowReader): string {
	const text = reader.text('target');
	if (text === '') {
		reader.add('target', 'the row names no target', 'Enter the site, the app or the cluster/service to deploy to');
	} else if (reader.text('platform').toLowerCase() === 'ecs' && !/^[^/\s]+\/[^/\s]+$/.test(text)) {
		reader.add('target', `"${text}" is not cluster/service`, 'For ecs, enter the cluster and the service');
	} else if (isGraphos(reader) && !/^[A-Za-z][\w-]*@[^\s@/]+\/[A-Za-z][\w-]*$/.test(text)) {
		reader.add(
			'target',
			`"${text}" is not graph@variant/subgraph`,
			'For graphos, enter the graph, its variant and the subgraph, such as candlefish@production/gateway',
		);
	}
	return text;
}

export function readRepository(reader: RowReader): string {
	const text = reader.text('repository');
	const parsed = parseRepositoryName(text);
	if (parsed !== null) return `${parsed.owner}/${parsed.name}`;
	reader.add(
		'repository',
		text === '' ? 'the row names no repository' : `"${text}" is not a repository`,
		'Enter owner/name, such as candlefish-ai/paintbox',
	);
	return '';
}

export function readRepositoryId(reader: RowReader): string | null {
	const text = reader.text('repository_id');
	if (text === '' || /^[1-9]\d{0,18}$/.test(text)) return text || null;
	reader.add(
		'repository_id',
		`"${text}" is not the number of a repository`,
		'Enter the id that GitHub shows for it (gh api repos/OWNER/NAME --jq .id), or leave it empty',
	);
	return null;
}

/** Where at Netlify the row deploys to; previews are a context of their own. */
export function readContext(reader: RowReader): string {
	const text = reader.text('context');
	const isNetlify = reader.text('platform').toLowerCase() === 'netlify';
	if (text === '') {
		if (!isNetlify) return '';
		return isPreview(reader) ? 'deploy-preview' : productionContext;
	}
	if (!isNetlify) {
		reader.add('context', 'only a row of netlify has a context', 'Leave it empty');
	} else if (!contextPattern.test(text)) {
		reader.add(
			'context',
			`"${text}" is not a context of Netlify`,
			'Use production, deploy-preview, branch-deploy or branch: followed by a branch name, or leave it empty for production',
		);
	}
	return text;
}

export function readBranches(reader: RowReader): readonly string[] {
	const branches = parseReferenceGlobs(reader.text('branch'), 'heads');
	if (branches.length === 0 && !reader.hasIssue('branch')) {
		reader.add('branch', 'the row names no branch', 'Enter the branch to deploy from, such as main');
	}
	reader.addAll('branch', globListIssues(branches, false));
	return branches;
}

/** Whether the row is a subgraph's schema. */
export function isGraphos(reader: RowReader): boolean {
	return reader.text('platform').toLowerCase() === 'graphos';
}

/** Whether the row is of previews. */
export function isPreview(reader: RowReader): boolean {
	return reader.text('environment').toLowerCase() === previewEnvironment;
}
