import { handActions, nameOf } from '../byHand/hand';

/** A link to a form that knows what it is about. */
export interface FormLink {
	readonly label: string;
	readonly address: string;
}

interface Named {
	readonly service: string;
	readonly environment: string;
}

/** The rollback form with its questions answered: n8n fills in fields by their names in the query. */
export function rollbackLink(formAddress: string, action: keyof typeof handActions, chosen: Named): FormLink {
	const labels: Readonly<Partial<Record<keyof typeof handActions, string>>> = {
		rollBack: 'Roll back',
		hold: 'Hold',
		lift: 'Lift the hold',
		tryAgain: 'Try again',
	};
	return {
		label: labels[action] ?? handActions[action],
		address: formLink(formAddress, 'slipway-rollback', { action: handActions[action], chosen: nameOf(chosen) }),
	};
}

/** The form that approves what waits for it, by the key of its row. */
export function approvalLink(formAddress: string, key: string): FormLink {
	return { label: 'Look, and approve', address: formLink(formAddress, 'slipway-approve', { release: key }) };
}

/** The form that restores a database. */
export function restoreLink(formAddress: string, database: string): FormLink {
	return { label: 'Restore', address: formLink(formAddress, 'slipway-restore', { database }) };
}

export function formLink(formAddress: string, path: string, query: Readonly<Record<string, string>>): string {
	const words = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
	return `${formAddress}${path}${words.length > 0 ? `?${words.join('&')}` : ''}`;
}
