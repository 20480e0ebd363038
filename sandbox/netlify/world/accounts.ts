export const ACCOUNT = {
	id: '6f1c0de0c0ffee0000000001',
	name: 'Candlefish',
	slug: 'candlefish',
} as const;

export const USER = {
	id: '6f1c0de0c0ffee0000000002',
	full_name: 'Sandbox Operator',
	email: 'operator@candlefish.ai',
} as const;

export const NETLIFY_TOKEN = 'sandbox-netlify-token';
/** Of a member whose role lets him look only. */
export const NETLIFY_READ_ONLY_TOKEN = 'sandbox-netlify-read-only-token';
