// The entry of every test program; the suites are in the other files of its target.
#define BOOST_TEST_MODULE assay
#include <boost/test/unit_test.hpp>
