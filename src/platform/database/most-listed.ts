/** Rows that a list reads at most which is shown whole, page by page: an office keeps far fewer. Its table says where it ends. */
export const MOST_LISTED = 1000
