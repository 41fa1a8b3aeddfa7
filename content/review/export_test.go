package review

// Pair is [pair], for tests that compare pairs with labels.
var Pair = pair
