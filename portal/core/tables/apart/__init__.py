"""What runs in a process of its own, with little memory and little time: nothing here knows Django.

The parent puts the folder above this package on the path of a bare interpreter, so that `apart` is a
package without parents there; its modules know each other by relative names only.
"""
