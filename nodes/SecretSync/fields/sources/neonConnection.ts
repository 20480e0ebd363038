import { switchField, textField } from '../../../shared/fields/fields';
import { enteredAs, locatorProperty, optionalLocator } from '../../../shared/fields/locators';
import { ConfigurationError } from '../../../shared/operation/errors';
import type { OperationContext } from '../../../shared/operation/operation';
import type { NeonConnectionChoice } from '../../state/sourceChoices';
import { shownWhere } from '../shownWhere';

const project = locatorProperty({
	displayName: 'Project',
	name: 'project',
	description: 'The Neon project',
	search: 'searchProjects',
	enter: [enteredAs('id', 'By ID', 'quiet-hill-12345678')],
});

const previewProject = optionalLocator(project, 'The Neon project, by ID or name; leave it empty for no database');

const branch = locatorProperty({
	displayName: 'Branch',
	name: 'branch',
	description: 'A branch of that project',
	search: 'searchBranches',
	enter: [enteredAs('id', 'By ID', 'br-quiet-hill-a1b2c3d4')],
});

const previewBranch = optionalLocator(
	branch,
	'The branch of the preview, by ID or name. The default branch of the project and a protected one are refused.',
);

const onlyUnguarded = switchField(
	'Only an Unguarded Branch',
	'onlyUnguardedBranch',
	'Whether to refuse the default branch of the project and a protected one, so that no preview gets production by mistake',
);

const database = optionalLocator(
	locatorProperty({
		displayName: 'Database',
		name: 'database',
		search: 'searchDatabases',
		enter: [enteredAs('name', 'By Name', 'neondb')],
	}),
	'A database of that branch; leave it empty where there is only one',
);

const role = optionalLocator(
	locatorProperty({
		displayName: 'Role',
		name: 'role',
		search: 'searchRoles',
		enter: [enteredAs('name', 'By Name', 'neondb_owner')],
	}),
	'The Postgres role to connect as; leave it empty for the owner of the database',
);

const pooledKey = textField('Pooled URI Key', 'pooledKey', {
	default: 'DATABASE_URL',
	description: 'The key for the connection URI through the pooler; leave it empty to skip that URI',
});

const directKey = textField('Direct URI Key', 'directKey', {
	default: 'DATABASE_URL_UNPOOLED',
	description: 'The key for the connection URI without the pooler; leave it empty to skip that URI',
});

export const neonConnectionProperties = [
	...shownWhere({ source: ['neon'] }, [project, branch, onlyUnguarded]),
	...shownWhere({ source: ['preview'] }, [previewProject, previewBranch]),
	...shownWhere({ source: ['neon', 'preview'] }, [database, role, pooledKey, directKey]),
];

/** @throws ConfigurationError when no key is named, or one twice. */
export function readNeonChoice(context: OperationContext): NeonConnectionChoice {
	return {
		project: project.read(context),
		branch: branch.read(context),
		database: database.read(context),
		role: role.read(context),
		keys: readKeys(context),
		onlyUnguarded: onlyUnguarded.read(context),
	};
}

/** The same for a preview, whose branch is never one that is guarded; null for one without a database. @throws ConfigurationError for a project without a branch, or the other way round. */
export function readPreviewDatabase(context: OperationContext): NeonConnectionChoice | null {
	const entered = { project: previewProject.read(context), branch: previewBranch.read(context) };
	if (entered.project === '' && entered.branch === '') return null;
	if (entered.project === '' || entered.branch === '') {
		throw new ConfigurationError(
			`The database of the preview has no ${entered.project === '' ? 'project' : 'branch'}`,
			'Fill in Project and Branch, or leave both empty for a preview without a database',
		);
	}
	return {
		...entered,
		database: database.read(context),
		role: role.read(context),
		keys: readKeys(context),
		onlyUnguarded: true,
	};
}

function readKeys(context: OperationContext): NeonConnectionChoice['keys'] {
	const keys = [
		{ key: pooledKey.read(context), pooled: true },
		{ key: directKey.read(context), pooled: false },
	].filter(({ key }) => key !== '');
	const [first, second] = keys;
	if (first === undefined) {
		throw new ConfigurationError(
			'Pooled URI Key and Direct URI Key are both empty',
			'Enter a key in at least one of them, such as DATABASE_URL',
		);
	}
	if (first.key === second?.key) {
		throw new ConfigurationError(
			`Pooled URI Key and Direct URI Key are both ${first.key}`,
			'Give them different names, or leave one empty',
		);
	}
	return keys;
}
