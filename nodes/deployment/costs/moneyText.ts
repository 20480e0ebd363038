/** The code of a currency; empty for whatever else stands in its place. */
export function currencyCode(text: string): string {
	const code = text.trim().toUpperCase();
	return /^[A-Z]{3}$/.test(code) ? code : '';
}

/** `1,234.50 USD`. */
export function moneyText(amount: number, currency: string): string {
	const number = amount.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
	return currency === '' ? number : `${number} ${currency}`;
}
