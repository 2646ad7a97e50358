/** Nothing may write to the prototype of all objects; in tests, nothing can. */
Object.freeze(Object.prototype);
