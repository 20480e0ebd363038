import type { NeonDatabase, NeonEndpoint } from '../api/types';

/** A database and the role to connect to it with. */
export interface Login {
	readonly database: string;
	readonly role: string;
}

/** Which login a connection is wanted for. */
export interface LoginWish {
	/** Empty: the only one. */
	readonly database: string;
	/** Empty: the database's owner. */
	readonly role: string;
	/** Takes any where `database` is empty and there are several. */
	readonly takeFirst?: boolean;
}

/** A connection URI, password included, and what it leads to. */
export interface Connection extends Login {
	readonly uri: string;
	readonly endpoint: NeonEndpoint;
}

/** The login that is meant, of a branch with these databases; null when none of them is, or it is not clear which. */
export function chooseLogin(databases: readonly NeonDatabase[], wish: LoginWish): Login | null {
	const { database, role, takeFirst = false } = wish;
	const isClear = database !== '' || takeFirst || databases.length === 1;
	const chosen = database === '' ? databases[0] : databases.find(({ name }) => name === database);
	return chosen && isClear ? { database: chosen.name, role: role || (chosen.owner_name ?? '') } : null;
}

/** The compute that a connection URI leads to, where it is not this one; null where it is, or its address does not say. */
export function otherCompute(uri: string, { id }: NeonEndpoint): string | null {
	const [label = ''] = new URL(uri).hostname.split('.');
	return label.startsWith('ep-') && label.replace(/-pooler$/, '') !== id ? label : null;
}
